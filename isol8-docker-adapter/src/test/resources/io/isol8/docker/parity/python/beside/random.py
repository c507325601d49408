WHO = "not the library's"
