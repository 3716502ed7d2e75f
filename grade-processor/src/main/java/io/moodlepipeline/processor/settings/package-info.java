/** What the grade processor can be told: environment variables and the file of banding rules. */
package io.moodlepipeline.processor.settings;
