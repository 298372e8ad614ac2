// Stands in for the Arduino core around a sketch that SdCom.Edge ships: bytes come from standard input, and what the sketch does is printed.
#include <cstdint>
#include <cstdio>

const int LED_BUILTIN = 13, OUTPUT = 1, HIGH = 1, LOW = 0;

void pinMode(int, int) {}
void digitalWrite(int, int value) { printf("LED %d\n", value); }

struct Port {
  int next = -2;
  void begin(long) {}
  int available() {
    if (next == -2)
      next = getchar();
    return next >= 0 ? 1 : 0;
  }
  int read() {
    int value = next;
    next = -2;
    return value;
  }
} Serial;

#ifdef LINES
#include "sdcom_lines.ino"
#else
#include "sdcom_receiver.ino"
#endif

int main() {
#ifdef LINES
  while (Serial.available() > 0)
    loop();
#else
  Event event;
  while (Serial.available() > 0) {
    if (!receive((uint8_t)Serial.read(), event))
      continue;
    printf("%d %d %d %d %d %u %u\n", event.type, event.sequence, event.action, event.confidence, event.camera, (unsigned)event.startMs, (unsigned)event.timeMs);
    digitalWrite(LED_BUILTIN, event.type == BEGAN ? HIGH : LOW);
  }
#endif
  return 0;
}
