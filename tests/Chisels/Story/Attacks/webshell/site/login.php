<?php
// Nobody gets in by guessing here.
require 'wp-config.php';
http_response_code(($_POST['pwd'] ?? '') === 'Summer2026!' ? 302 : 200);
echo "log in\n";
