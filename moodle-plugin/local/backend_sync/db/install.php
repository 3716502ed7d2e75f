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
 * What a new installation begins with.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Stores the defaults, and begins to watch the history of grades: changes before the first run of cron count too.
 *
 * @return bool
 */
function xmldb_local_backend_sync_install() {
    set_config('sweptuntil', time(), 'local_backend_sync');
    \local_backend_sync\local\settings::write_defaults();
    \local_backend_sync\local\memory::begin();
    \local_backend_sync\local\watch::run();
    \local_backend_sync\local\site::confirm();
    return true;
}
