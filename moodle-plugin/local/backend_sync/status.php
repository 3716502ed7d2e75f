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
 * How the delivery stands.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\outbox;
use local_backend_sync\local\pause;
use local_backend_sync\local\recorder;
use local_backend_sync\local\site;
use local_backend_sync\output\events_filter;
use local_backend_sync\output\events_table;
use local_backend_sync\output\status_page;
use local_backend_sync\task\send_soon;

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$action = optional_param('action', '', PARAM_ALPHA);
$download = optional_param('download', '', PARAM_ALPHA);
$filter = events_filter::of_request();

admin_externalpage_setup('local_backend_sync_status', '', $filter->params(), '', ['pagelayout' => 'report']);
// With a filter, too, it is this page in the administration's menus.
navigation_node::override_active_url(new moodle_url('/local/backend_sync/status.php'));
$url = new moodle_url('/local/backend_sync/status.php', $filter->params());
$canmanage = has_capability('local/backend_sync:manage', context_system::instance());

if ($action !== '') {
    require_capability('local/backend_sync:manage', context_system::instance());
    // A link must not be able to do anything.
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        redirect($url);
    }
    require_sesskey();
    $done = '';
    switch ($action) {
        case 'resend':
            $done = get_string('resend_done', 'local_backend_sync', outbox::send_again(required_param('id', PARAM_INT)));
            send_soon::queue();
            break;
        case 'resendall':
            $done = get_string('resend_done', 'local_backend_sync', outbox::send_again());
            send_soon::queue();
            break;
        case 'sendnow':
            pause::end();
            outbox::hurry();
            send_soon::queue();
            $done = get_string('sendnow_done', 'local_backend_sync');
            break;
        case 'moved':
            site::confirm();
            send_soon::queue();
            $done = get_string('moved_done', 'local_backend_sync');
            break;
        case 'copy':
            site::declare_copy();
            $done = get_string('copy_done', 'local_backend_sync');
            break;
        case 'forget':
            recorder::forget_failures();
            $done = get_string('forget_done', 'local_backend_sync');
            break;
    }
    redirect($url, $done, null, \core\output\notification::NOTIFY_SUCCESS);
}

$table = new events_table($filter, $url, $canmanage, $download);
if ($table->is_downloading()) {
    \core\session\manager::write_close();
    $table->out(50, false);
    exit;
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('status', 'local_backend_sync'));
echo $OUTPUT->render_from_template(
    'local_backend_sync/status',
    (new status_page($filter, $url, $canmanage))->export_for_template($OUTPUT)
);
$table->out(50, false);
echo $OUTPUT->footer();
