SELECT id FROM role_right WHERE role = ?1 AND "right" = ?2
