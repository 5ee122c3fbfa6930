# expect: data-race Account.balance error
import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance

    async def withdraw(self, amount):
        if self.balance >= amount:
            await asyncio.sleep(0.001)
            self.balance -= amount
            return True
        return False


async def main():
    account = Account(100)
    await asyncio.gather(account.withdraw(80), account.withdraw(80))
    print(account.balance)


asyncio.run(main())
