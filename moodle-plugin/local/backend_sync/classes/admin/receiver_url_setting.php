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
 * The setting of the receiver's address.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\admin;

use local_backend_sync\local\pause;
use local_backend_sync\local\receiver_url;

/**
 * An address with http or https, and nothing that does not belong to it.
 */
final class receiver_url_setting extends \admin_setting_configtext {
    /**
     * The setting.
     *
     * @param string $name with the plugin's
     * @param string $visiblename
     * @param string $description
     * @param string $default
     */
    public function __construct($name, $visiblename, $description, $default) {
        parent::__construct($name, $visiblename, $description, $default, PARAM_RAW_TRIMMED, 50);
        $this->set_updatedcallback([pause::class, 'end']);
        $this->set_force_ltr(true);
    }

    #[\Override]
    public function validate($data) {
        return receiver_url::problem(trim($data)) ?: true;
    }
}
