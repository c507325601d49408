console.log(process.env.NODE_OPTIONS, process.env.ISOL8_ZYGOTE, process.allowedNodeEnvironmentFlags.size);
