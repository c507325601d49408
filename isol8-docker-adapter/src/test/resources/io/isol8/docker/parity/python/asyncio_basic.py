import asyncio, sys
async def f(n):
    await asyncio.sleep(0.001 * n)
    return n
async def main():
    print(await asyncio.gather(*map(f, range(5))))
    loop = asyncio.get_running_loop()
    print(type(loop).__name__, asyncio.current_task().get_name())
    p = await asyncio.create_subprocess_exec("echo", "child", stdout=asyncio.subprocess.PIPE)
    print((await p.communicate())[0], p.returncode)
asyncio.run(main())
