// Receives SdCom.Edge's binary frames (README.md two folders up) and lights the built-in LED while an action goes on.
// For any board with the Arduino core; connect TX of the computer to RX of the board, 115200 baud.

const uint8_t SYNC1 = 0xA5, SYNC2 = 0x5A;
const uint8_t BEGAN = 1, ENDED = 2, FRAME = 3;
const uint8_t MAX_PAYLOAD = 32;

struct Event {
  uint8_t type, sequence, action, confidence, camera, width;
  uint32_t startMs, timeMs;
};

// CRC-16/IBM-3740: polynomial 0x1021, start 0xFFFF.
uint16_t crc16(uint16_t crc, uint8_t value) {
  crc ^= (uint16_t)value << 8;
  for (uint8_t bit = 0; bit < 8; bit++)
    crc = (crc & 0x8000) ? (uint16_t)(crc << 1) ^ 0x1021 : (uint16_t)(crc << 1);
  return crc;
}

uint32_t number(const uint8_t *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

// Takes one byte; true when it completes a good frame. Whatever is broken is skipped up to the next sync.
bool receive(uint8_t value, Event &event) {
  static uint8_t body[3 + MAX_PAYLOAD + 2]; // length, type, sequence, payload, CRC
  static uint8_t at = 0;                    // 0 and 1: waiting for the sync bytes
  if (at < 2) {
    at = value == (at == 0 ? SYNC1 : SYNC2) ? at + 1 : (value == SYNC1 ? 1 : 0);
    return false;
  }

  body[at++ - 2] = value;
  const uint8_t length = body[0];
  if (length > MAX_PAYLOAD) {
    at = 0;
    return false;
  }

  if (at < 2 + 3 + length + 2)
    return false;
  at = 0;
  uint16_t crc = 0xFFFF;
  for (uint8_t i = 0; i < 3 + length; i++)
    crc = crc16(crc, body[i]);
  if (crc != (uint16_t)(body[3 + length] | body[4 + length] << 8) || length < 12)
    return false;
  event = {body[1], body[2], body[3], body[4], body[5], body[6], number(body + 7), number(body + 11)};
  return true;
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  Serial.begin(115200);
}

void loop() {
  Event event;
  while (Serial.available() > 0) {
    if (!receive((uint8_t)Serial.read(), event))
      continue;
    if (event.type == BEGAN)
      digitalWrite(LED_BUILTIN, HIGH);
    if (event.type == ENDED)
      digitalWrite(LED_BUILTIN, LOW);
  }
}
