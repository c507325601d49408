e = ValueError("with a note")
e.add_note("note one\nnote two")
raise e
