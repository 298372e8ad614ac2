// Reads SdCom.Edge's text lines (README.md two folders up) and lights the built-in LED while one action goes on.
// For any board with the Arduino core: upload it, then run with --output serial:/dev/serial/by-id/NAME
//
//   began wave_off 75 1000 1320 camera      what  action  confidence in %  start in ms  time in ms  camera

#include <stdio.h>
#include <string.h>

const char WANTED[] = "wave_off"; // the action that matters here; "" is any
const int SUREST = 70;            // the least confidence in %

const size_t LONGEST = 96; // what is longer is no line of ours
char line[LONGEST];
size_t length = 0;
bool tooLong = false;

struct Event {
  char what[8], action[32];
  int confidence;
  unsigned long startMs, timeMs;
};

// Takes one character; true when it completes a line that says something.
bool receive(char value, Event &event) {
  if (value != '\n') {
    if (length + 1 < LONGEST)
      line[length++] = value;
    else
      tooLong = true;
    return false;
  }

  line[length] = '\0';
  const bool good = !tooLong && sscanf(line, "%7s %31s %d %lu %lu", event.what, event.action, &event.confidence, &event.startMs, &event.timeMs) == 5;
  length = 0;
  tooLong = false;
  return good;
}

void act(const Event &event) {
  if (WANTED[0] != '\0' && strcmp(event.action, WANTED) != 0)
    return;
  if (strcmp(event.what, "began") == 0 && event.confidence >= SUREST)
    digitalWrite(LED_BUILTIN, HIGH);
  if (strcmp(event.what, "ended") == 0)
    digitalWrite(LED_BUILTIN, LOW);
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  Serial.begin(115200);
}

void loop() {
  Event event;
  while (Serial.available() > 0) {
    if (receive((char)Serial.read(), event))
      act(event);
  }
}
