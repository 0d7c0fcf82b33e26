-- A data key of before a change, sealed.
SELECT sealed FROM key_old WHERE version = ?1
