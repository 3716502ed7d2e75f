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
 * The weekly look.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\task;

use local_backend_sync\local\due;
use local_backend_sync\local\settings;

/**
 * Makes the whole site due, once a week by default: the task that sends compares it in slices.
 */
final class look extends \core\task\scheduled_task {
    #[\Override]
    public function get_name() {
        return get_string('task_look', 'local_backend_sync');
    }

    #[\Override]
    public function execute() {
        if (settings::is_enabled()) {
            due::add(\local_backend_sync\local\look::SITE, 0);
        }
    }
}
