@local @local_backend_sync
Feature: Settings of backend sync
  In order to send what happens in Moodle to the backend
  As an admin
  I need to enter where it goes, and to be told what is wrong

  Background:
    Given I log in as "admin"
    And I navigate to "Plugins > Local plugins > Backend sync > Backend sync settings" in site administration

  Scenario: A stored token is kept, and not shown
    When I set the field "API token" to "s3cret-value"
    And I press "Save changes"
    Then I should see "Changes saved"
    And I should see "Remove the stored value"
    And I should not see "s3cret-value"
    And the field "API token" matches value ""

  Scenario: A wrong address is refused with words that help
    When I set the field "Receiver address" to "ftp://events.example.com"
    And I press "Save changes"
    Then I should see "Enter the address of a server that begins with http:// or https://."

  Scenario: A wrong address is refused by the test, too, and what was entered is still there
    When I set the field "Receiver address" to "https://events.example.com/?tenant=a"
    And I set the field "Tenant ID" to "school-7"
    And I press "Save and test connection"
    Then I should see "Enter only the address of the server: the plugin adds the rest itself."
    And the field "Receiver address" matches value "https://events.example.com/?tenant=a"
    And the field "Tenant ID" matches value "school-7"

  Scenario: The test of the connection says which step does not work
    Given the following config values are set as admin:
      | curlsecurityblockedhosts | 127.0.0.0/8 |
    When I set the field "Receiver address" to "http://127.0.0.1:8001"
    And I set the field "API token" to "s3cret-value"
    And I press "Save and test connection"
    Then I should see "The receiver cannot be used with these settings yet."
    And I should see "Moodle's own HTTP security does not allow requests to http://127.0.0.1:8001"
    And I should see "Not tested, since something before it does not work."
    And I should not see "s3cret-value"
