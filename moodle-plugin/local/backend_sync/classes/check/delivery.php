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
 * The check of the delivery.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\check;

use core\check\check;
use core\check\result;
use local_backend_sync\local\trouble;
use local_backend_sync\local\troubles;

/**
 * Says in Moodle's report of the system's status whether events get through.
 */
final class delivery extends check {
    #[\Override]
    public function get_name(): string {
        return get_string('check_delivery', 'local_backend_sync');
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/local/backend_sync/status.php'),
            get_string('status', 'local_backend_sync')
        );
    }

    #[\Override]
    public function get_result(): result {
        $troubles = troubles::now();
        if (!$troubles) {
            return new result(result::OK, get_string('check_delivery_ok', 'local_backend_sync'));
        }
        $items = array_map(fn($trouble) => self::html($trouble), $troubles);
        $status = $troubles[0]->isserious ? result::ERROR : result::WARNING;
        return new result($status, s($troubles[0]->text), \html_writer::alist($items));
    }

    /**
     * A trouble for a page.
     *
     * @param trouble $trouble
     * @return string
     */
    private static function html(trouble $trouble): string {
        return trim(s($trouble->text) . ' ' . ($trouble->command === '' ? '' : \html_writer::tag('code', s($trouble->command))));
    }
}
