JSON.parse('{"a":');
