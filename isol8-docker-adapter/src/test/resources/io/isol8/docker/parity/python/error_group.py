raise ExceptionGroup("many", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [OSError(2, "gone", "f")])])
