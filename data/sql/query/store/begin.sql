-- A snapshot for reading.
BEGIN
