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
 * Stands between Moodle and the gateway, and answers in its place as the file PROXY_MODE says; otherwise it passes all on to PROXY_TARGET.
 *
 * Run by PHP's own server: php -S 127.0.0.1:9300 proxy.php
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal.MoodleInternalGlobalState
$body = file_get_contents('php://input');
switch (trim(file_get_contents(getenv('PROXY_MODE')))) {
    case 'text':
        header('Content-Type: text/plain');
        exit("It works!\n");
    case 'empty':
        exit;
    case 'unsuccessful':
        header('Content-Type: application/json');
        exit('{"success":false}');
    case 'firewall':
        if (str_contains($body, 'onerror=')) {
            http_response_code(403);
            header('Content-Type: text/html');
            exit('<html><head><title>403 Forbidden</title></head><body><h1>Request blocked</h1></body></html>');
        }
}

$headers = [];
foreach (getallheaders() as $name => $value) {
    if (!in_array(strtolower($name), ['host', 'content-length', 'connection', 'expect', 'accept-encoding'], true)) {
        $headers[] = "$name: $value";
    }
}
$request = curl_init(getenv('PROXY_TARGET') . $_SERVER['REQUEST_URI']);
curl_setopt_array($request, [
    CURLOPT_CUSTOMREQUEST => $_SERVER['REQUEST_METHOD'],
    CURLOPT_NOBODY => $_SERVER['REQUEST_METHOD'] === 'HEAD',
    CURLOPT_HTTPHEADER => $headers,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HEADERFUNCTION => function ($request, string $line): int {
        if (preg_match('/^(content-type|retry-after|content-encoding):/i', $line)) {
            header(trim($line));
        }
        return strlen($line);
    },
] + ($body === '' ? [] : [CURLOPT_POSTFIELDS => $body]));
$answer = curl_exec($request);
http_response_code($answer === false ? 502 : curl_getinfo($request, CURLINFO_RESPONSE_CODE));
echo $answer;
