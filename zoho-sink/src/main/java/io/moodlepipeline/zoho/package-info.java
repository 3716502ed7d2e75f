/** The zoho-sink: students, enrolments and grades from topics into Zoho CRM. */
package io.moodlepipeline.zoho;
