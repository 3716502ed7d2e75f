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
 * A setting that nobody may read.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\admin;

use local_backend_sync\local\pause;
use local_backend_sync\local\signer;

/**
 * Stored encrypted and never shown. A field that is left empty keeps what is stored; a box takes it away. Unlike Moodle's own
 * setting of this kind it needs no JavaScript, and Moodle's log of configuration changes does not get the encrypted text either.
 */
final class secret_setting extends \admin_setting_encryptedpassword {
    /**
     * The setting.
     *
     * @param string $name with the plugin's
     * @param string $visiblename
     * @param string $description
     */
    public function __construct(string $name, string $visiblename, string $description) {
        parent::__construct($name, $visiblename, $description);
        $this->set_updatedcallback([pause::class, 'end']);
    }

    /**
     * Stores it.
     *
     * @param array|string $data value and remove, from the form; or the secret itself, from elsewhere
     * @return string empty, or what is wrong
     */
    #[\Override]
    public function write_setting($data) {
        if (!is_array($data)) {
            return parent::write_setting((string)$data);
        }
        $secret = trim((string)($data['value'] ?? ''));
        if ($secret === '' && empty($data['remove'])) {
            // On its first showing Moodle wants something stored.
            return $this->get_setting() === null ? parent::write_setting('') : '';
        }
        if (preg_match('/[\r\n\x00]/', $secret)) {
            return get_string('secret_invalid', 'local_backend_sync');
        }
        if (!signer::is_usable($secret)) {
            return get_string('secret_nobase64', 'local_backend_sync');
        }
        return parent::write_setting($secret);
    }

    #[\Override]
    public function output_html($data, $query = '') {
        global $OUTPUT;
        // After a mistake elsewhere in the form Moodle hands back what was entered; it is not written into a page.
        $element = $OUTPUT->render_from_template('local_backend_sync/setting_secret', [
            'id' => $this->get_id(),
            'name' => $this->get_full_name(),
            'isset' => (string)$this->get_setting() !== '',
            'readonly' => $this->is_readonly(),
        ]);
        return format_admin_setting($this, $this->visiblename, $element, $this->description, true, '', null, $query);
    }

    #[\Override]
    protected function add_to_config_log($name, $oldvalue, $value) {
        $stars = fn($text) => (string)$text === '' ? $text : '********';
        parent::add_to_config_log($name, $stars($oldvalue), $stars($value));
    }
}
