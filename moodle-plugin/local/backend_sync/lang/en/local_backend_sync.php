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
 * English texts.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['api_token'] = 'API token';
$string['error_blocked'] = 'Moodle\'s own HTTP security does not allow requests to {$a}. Under Site administration > General > Security > HTTP security, take its host off "cURL blocked hosts list" and add its port to "cURL allowed ports list".';
$string['error_connect'] = 'No connection to {$a}: nothing answers at this address and port, or a firewall is in between.';
$string['error_host'] = 'The host of {$a} is not known: check the address for a typing error.';
$string['error_network'] = 'The request to {$a} failed on the network.';
$string['error_proxy'] = 'The proxy of this site (Site administration > Server > HTTP) is not known by its name.';
$string['error_timeout'] = '{$a} did not answer in time.';
$string['error_tls'] = 'No secure connection to {$a}: its certificate is not trusted by this server, has expired or is for another name.';
$string['error_url'] = '{$a} is no address of a server: it must begin with http:// or https://.';
$string['pluginname'] = 'Backend sync';
$string['secretunreadable'] = 'The setting "{$a}" cannot be read, since it was encrypted with the key of another site or the key is lost. Enter it again.';
$string['signing_secret'] = 'Signing secret';
$string['task_clean_up'] = 'Remove events that were sent or failed long ago';
$string['task_resend'] = 'Send the grades of an item or course that was changed';
$string['task_send_events'] = 'Send events that wait';
$string['task_send_soon'] = 'Send events right after they happened';
