eval('1 +');
