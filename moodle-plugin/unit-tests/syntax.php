<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Looks for mistakes in the syntax of all files.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

$count = 0;
foreach ([dirname(__DIR__) . '/local/backend_sync', __DIR__] as $folder) {
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder)) as $file) {
        if ($file->getExtension() !== 'php') {
            continue;
        }
        try {
            token_get_all(file_get_contents($file), TOKEN_PARSE);
        } catch (ParseError $e) {
            fwrite(STDERR, "{$file}:{$e->getLine()}: {$e->getMessage()}\n");
            exit(1);
        }
        $count++;
    }
}
echo "Syntax of {$count} PHP files is right.\n";
