import asyncio
async def f():
    raise ValueError("in a task")
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(f())
asyncio.run(main())
