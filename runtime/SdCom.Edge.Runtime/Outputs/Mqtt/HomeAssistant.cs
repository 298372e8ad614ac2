using System.Text.Encodings.Web;
using System.Text.Json;

namespace SdCom.Edge.Runtime.Outputs.Mqtt;

/// <summary>
/// Tells Home Assistant what there is (its "MQTT discovery"): for each camera a sensor with the action that goes on, and an event entity that fires when one begins or ends.
/// </summary>
internal static class HomeAssistant
{
    /// <summary>The two retained messages of a camera.</summary>
    public static IEnumerable<(string Topic, byte[] Payload)> Describe(MqttSettings settings, MqttTopics topics, string? camera)
    {
        string device = MqttTopics.Clean(settings.ClientId), place = MqttTopics.Clean(camera ?? MqttTopics.OnlyCamera);
        yield return ($"{settings.HomeAssistantPrefix}/sensor/{device}/{place}_action/config", Message(json =>
        {
            Common(json, settings, topics, $"{device}_{place}_action", $"{place} action", "mdi:human-handsup");
            json.WriteString("state_topic", topics.State(camera));
            json.WriteString("value_template", "{{ value_json.action }}");
            json.WriteString("json_attributes_topic", topics.State(camera));
        }));
        yield return ($"{settings.HomeAssistantPrefix}/event/{device}/{place}_event/config", Message(json =>
        {
            Common(json, settings, topics, $"{device}_{place}_event", $"{place} event", "mdi:motion-sensor");
            json.WriteString("state_topic", topics.Event(camera));
            json.WriteString("value_template", "{{ {'event_type': value_json.phase, 'action': value_json.action, 'confidence': value_json.confidence} | tojson }}");
            json.WriteStartArray("event_types");
            json.WriteStringValue("began");
            json.WriteStringValue("ended");
            json.WriteEndArray();
        }));
    }

    private static void Common(Utf8JsonWriter json, MqttSettings settings, MqttTopics topics, string id, string name, string icon)
    {
        json.WriteString("name", name);
        json.WriteString("unique_id", $"sdcom_{id}");
        json.WriteString("object_id", $"sdcom_{id}");
        json.WriteString("icon", icon);
        json.WriteString("availability_topic", topics.Status);
        json.WriteStartObject("device");
        json.WriteStartArray("identifiers");
        json.WriteStringValue($"sdcom_{MqttTopics.Clean(settings.ClientId)}");
        json.WriteEndArray();
        json.WriteString("name", settings.ClientId);
        json.WriteString("manufacturer", "SdCom.Edge");
        json.WriteString("model", "action recognition");
        json.WriteEndObject();
    }

    private static byte[] Message(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
