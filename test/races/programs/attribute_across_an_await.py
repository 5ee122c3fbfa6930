# expect: lost-update Account.balance
import asyncio


class Account:
    def __init__(self):
        self.balance = 100

    async def withdraw(self, n):
        seen = self.balance
        await asyncio.sleep(0)
        self.balance = seen - n


async def main():
    account = Account()
    await asyncio.gather(account.withdraw(10), account.withdraw(20))
    print(account.balance)


asyncio.run(main())
