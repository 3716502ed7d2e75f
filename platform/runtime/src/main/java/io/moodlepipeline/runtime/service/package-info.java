/** What every service is to whoever runs it: a name, a health, an end. */
package io.moodlepipeline.runtime.service;
