console.log(process._preload_modules, process._eval, process._print_eval, process._exiting);
