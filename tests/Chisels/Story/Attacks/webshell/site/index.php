<?php
// The shop's first page.
require 'wp-config.php';
require 'wp-includes/load.php';
echo "<html><body>", shop_name(), "</body></html>\n";
