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
 * Tests the connection, and saves the settings before when it is asked for from among them.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\connection_test;
use local_backend_sync\local\pause;
use local_backend_sync\local\test_step;
use local_backend_sync\output\connection_test_page;
use local_backend_sync\task\send_soon;

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_backend_sync_status', '', null, '/local/backend_sync/testconnection.php');
require_capability('local/backend_sync:manage', context_system::instance());

$status = new moodle_url('/local/backend_sync/status.php');
$settings = new moodle_url('/admin/settings.php', ['section' => 'local_backend_sync']);
// A request is made to the receiver: not by a link, nor by going back to this page.
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    redirect($status);
}
require_sesskey();

$PAGE->set_title(get_string('test', 'local_backend_sync'));
navigation_node::override_active_url($status);
$PAGE->navbar->add(get_string('test', 'local_backend_sync'));
$canconfigure = has_capability('moodle/site:config', context_system::instance());
$data = data_submitted();
if (($data->action ?? '') === 'save-settings' && $canconfigure) {
    // What is tested is what will be used.
    admin_write_settings($data);
    $root = admin_get_root();
    if ($root->errors) {
        echo $OUTPUT->header();
        echo $OUTPUT->notification(get_string('errorwithsettings', 'admin'), \core\output\notification::NOTIFY_ERROR);
        echo $OUTPUT->render_from_template('core_admin/settings', [
            'actionurl' => $settings->out(false),
            'params' => [['name' => 'section', 'value' => 'local_backend_sync']],
            'sesskey' => sesskey(),
            'return' => '',
            'title' => get_string('settings', 'local_backend_sync'),
            'settings' => $root->locate('local_backend_sync', true)->output_html(),
            'showsave' => true,
        ]);
        echo $OUTPUT->footer();
        exit;
    }
}

\core\session\manager::write_close();
$steps = connection_test::of_settings();
if (!in_array(test_step::ERROR, array_column($steps, 'status'), true)) {
    // What kept the receiver from taking events is mended.
    pause::end();
    send_soon::queue();
}
echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('test', 'local_backend_sync'));
echo $OUTPUT->render_from_template(
    'local_backend_sync/connection_test',
    (new connection_test_page($steps))->export_for_template($OUTPUT) + [
        'again' => $OUTPUT->single_button($PAGE->url, get_string('test_again', 'local_backend_sync'), 'post'),
        'settingsurl' => $canconfigure ? $settings->out(false) : null,
        'statusurl' => $status->out(false),
    ]
);
echo $OUTPUT->footer();
