# expect: none
import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance

    async def withdraw(self, amount):
        await asyncio.sleep(0.001)
        if self.balance >= amount:
            self.balance -= amount
            await asyncio.sleep(0.001)
            return True
        return False


async def main():
    account = Account(100)
    await asyncio.gather(account.withdraw(80), account.withdraw(80))
    print(account.balance)


asyncio.run(main())
