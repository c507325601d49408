console.log(Intl.DateTimeFormat().resolvedOptions(), new Intl.NumberFormat().resolvedOptions());
console.log(new Date(0).toString(), new Date(0).toLocaleString(), (1234.5).toLocaleString(), ['b', 'ä', 'a', 'Z'].sort(new Intl.Collator().compare));
