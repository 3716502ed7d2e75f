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
 * The pages of this plugin in the site administration.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\admin\number_setting;
use local_backend_sync\admin\receiver_url_setting;
use local_backend_sync\admin\secret_setting;
use local_backend_sync\admin\tenant_setting;
use local_backend_sync\admin\test_button;
use local_backend_sync\local\settings;

defined('MOODLE_INTERNAL') || die();

// Moodle has the category of local plugins only for those who may change the settings; the status is for others, too.
$ADMIN->add($hassiteconfig ? 'localplugins' : 'modules', new admin_category(
    'local_backend_sync_category',
    new lang_string('pluginname', 'local_backend_sync')
));

$ADMIN->add('local_backend_sync_category', new admin_externalpage(
    'local_backend_sync_status',
    new lang_string('status', 'local_backend_sync'),
    new moodle_url('/local/backend_sync/status.php'),
    'local/backend_sync:view'
));

if ($hassiteconfig) {
    $page = new admin_settingpage('local_backend_sync', new lang_string('settings', 'local_backend_sync'));

    if ($ADMIN->fulltree) {
        $text = fn(string $name) => new lang_string($name, 'local_backend_sync');
        $number = fn(string $name, int $min, int $max) => new number_setting(
            "local_backend_sync/$name",
            new lang_string($name, 'local_backend_sync'),
            new lang_string($name . '_desc', 'local_backend_sync'),
            settings::NUMBERS[$name],
            $min,
            $max
        );
        $choices = function (string $name, array $values) use ($text) {
            $labels = [];
            foreach ($values as $value) {
                $labels[$value] = new lang_string($name . '_' . $value, 'local_backend_sync');
            }
            return new admin_setting_configmulticheckbox(
                "local_backend_sync/$name",
                $text($name),
                $text($name . '_desc'),
                array_fill_keys($values, 1),
                $labels
            );
        };

        $page->add(new admin_setting_heading('local_backend_sync/receiver', $text('heading_receiver'), ''));
        $page->add(new admin_setting_configcheckbox(
            'local_backend_sync/enable_sync',
            $text('enable_sync'),
            $text('enable_sync_desc'),
            1
        ));
        $page->add(new receiver_url_setting(
            'local_backend_sync/backend_url',
            $text('backend_url'),
            $text('backend_url_desc'),
            settings::DEFAULT_URL
        ));
        $page->add(new tenant_setting('local_backend_sync/tenant_id', $text('tenant_id'), $text('tenant_id_desc'), 'default'));
        $page->add(new secret_setting('local_backend_sync/api_token', $text('api_token'), $text('api_token_desc')));
        $page->add(new secret_setting('local_backend_sync/signing_secret', $text('signing_secret'), $text('signing_secret_desc')));
        $page->add(new secret_setting(
            'local_backend_sync/signing_secret_next',
            $text('signing_secret_next'),
            $text('signing_secret_next_desc')
        ));
        $page->add(new test_button('local_backend_sync/testconnection', $text('test'), $text('test_desc')));

        $page->add(new admin_setting_heading('local_backend_sync/choice', $text('heading_choice'), $text('heading_choice_desc')));
        $page->add($choices('events', settings::EVENTS));
        $roles = role_fix_names(get_all_roles(), context_system::instance(), ROLENAME_ORIGINAL, true);
        $page->add(new admin_setting_configmultiselect(
            'local_backend_sync/roles',
            $text('roles'),
            $text('roles_desc'),
            [],
            array_intersect_key($roles, array_flip(get_roles_for_contextlevels(CONTEXT_COURSE)))
        ));
        $page->add($choices('item_kinds', settings::ITEM_KINDS));
        foreach (['deleted_ids_only', 'send_unfiltered'] as $name) {
            $page->add(new admin_setting_configcheckbox("local_backend_sync/$name", $text($name), $text($name . '_desc'), 0));
        }

        $page->add(new admin_setting_heading('local_backend_sync/delivery', $text('heading_delivery'), ''));
        $page->add($number('timeout', 1, 60));
        $page->add($number('retry_attempts', 0, 20));
        $page->add($number('max_backoff', 2, 3600));
        $page->add($number('keep_sent_days', 1, 365));
        $page->add($number('keep_failed_days', 1, 3650));
        $page->add($number('alert_minutes', 1, 10080));
        $page->add(new admin_setting_configcheckbox(
            'local_backend_sync/debug_mode',
            $text('debug_mode'),
            $text('debug_mode_desc'),
            0
        ));
    }

    $ADMIN->add('local_backend_sync_category', $page);
}
