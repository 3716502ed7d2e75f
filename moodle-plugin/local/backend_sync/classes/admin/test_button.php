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
 * The button that tests the connection.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\admin;

/**
 * A button among the settings that saves them and tries whether the receiver can be reached with them.
 */
final class test_button extends \admin_setting {
    /**
     * The button.
     *
     * @param string $name with the plugin's
     * @param string $visiblename
     * @param string $description
     */
    public function __construct($name, $visiblename, $description) {
        $this->nosave = true;
        parent::__construct($name, $visiblename, $description, '');
    }

    #[\Override]
    public function get_setting() {
        return true;
    }

    #[\Override]
    public function get_defaultsetting() {
        return true;
    }

    #[\Override]
    public function write_setting($data) {
        return '';
    }

    #[\Override]
    public function output_html($data, $query = '') {
        global $OUTPUT;
        $element = $OUTPUT->render_from_template('local_backend_sync/setting_test_button', [
            'id' => $this->get_id(),
            'url' => (new \moodle_url('/local/backend_sync/testconnection.php'))->out(false),
        ]);
        return format_admin_setting($this, $this->visiblename, $element, $this->description, true, '', null, $query);
    }
}
