# env: DENO_DIR=/sandbox/elsewhere
# env: ANOTHER=1
import os
print(list(os.environ.items()))
