@local @local_backend_sync
Feature: Status of backend sync
  In order to know that nothing is lost
  As a manager
  I need to see what waits and what failed, and to send it again

  Background:
    Given the following "users" exist:
      | username | firstname | lastname |
      | manager1 | Mona      | Manager  |
      | student1 | Sara      | Student  |
      | student2 | Layla     | Student  |
    And the following "role assigns" exist:
      | user     | role    | contextlevel | reference |
      | manager1 | manager | System       |           |
    And the following "local_backend_sync > events" exist:
      | user     | status |
      | student1 | failed |
      | student2 | sent   |

  Scenario: A failed event is sent again
    Given I am on the "local_backend_sync > Status" page logged in as "manager1"
    When I set the field "Status" to "Failed"
    And I press "Filter"
    Then I should see "Sara Student"
    And I should see "HTTP 422 SCHEMA"
    And I should not see "Layla Student"
    When I click on "Send again" "button" in the "Sara Student" "table_row"
    Then I should see "Events that are sent again: 1"
    And I should see "No events."

  Scenario: All failed events are sent again
    Given I am on the "local_backend_sync > Status" page logged in as "manager1"
    When I press "Send all failed events again (1)"
    Then I should see "Events that are sent again: 1"
    And "Send again" "button" should not exist

  Scenario: Who may only look finds no button
    Given the following "role capability" exists:
      | role                      | manager |
      | local/backend_sync:manage | prevent |
    When I am on the "local_backend_sync > Status" page logged in as "manager1"
    Then I should see "Sara Student"
    And "Send again" "button" should not exist
    And "Test connection" "button" should not exist
