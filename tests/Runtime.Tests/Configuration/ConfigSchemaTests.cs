using System.Text.Json;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Runtime.Tests.Deploy;

namespace SdCom.Edge.Runtime.Tests.Configuration;

public class ConfigSchemaTests
{
    [Fact]
    public void The_published_schema_knows_the_keys_that_the_program_reads_and_no_others()
    {
        JsonElement schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "runtime", "schema", "sdcom.schema.json"))).RootElement;
        Dictionary<string, string> published = [];
        Collect(schema, string.Empty);
        Assert.True(published.Remove("$schema"));
        Assert.True(published.Remove("formatVersion"));
        Assert.Equal(ConfigKey.All.Select(key => (key.Path, Type(key.Kind))).Order(), published.Select(key => (key.Key, key.Value)).Order());
        Assert.Equal(ConfigKey.All.Where(key => key.Needed).Select(key => key.Path), schema.GetProperty("required").EnumerateArray().Select(key => key.GetString()).Where(key => key != "formatVersion"));

        JsonElement output = schema.GetProperty("properties").GetProperty("outputs").GetProperty("items").GetProperty("anyOf")[1], rule = output.GetProperty("properties").GetProperty("rules").GetProperty("items");
        Assert.Equal([ConfigOutput.Output, ConfigOutput.Rules], output.GetProperty("properties").EnumerateObject().Select(key => key.Name));
        Assert.Equal(ConfigOutput.RuleKeys, rule.GetProperty("properties").EnumerateObject().Select(key => key.Name));
        Assert.False(output.GetProperty("additionalProperties").GetBoolean() || rule.GetProperty("additionalProperties").GetBoolean());

        void Collect(JsonElement of, string prefix)
        {
            Assert.False(of.GetProperty("additionalProperties").GetBoolean());
            foreach (JsonProperty property in of.GetProperty("properties").EnumerateObject())
            {
                if (property.Value.TryGetProperty("properties", out _))
                    Collect(property.Value, $"{property.Name}.");
                else
                    published[prefix + property.Name] = property.Value.TryGetProperty("type", out JsonElement type) ? type.ValueKind == JsonValueKind.Array ? type[0].GetString()! : type.GetString()! : "const";
            }
        }
    }

    private static string Type(ConfigKind kind) => kind switch
    {
        ConfigKind.Text => "string",
        ConfigKind.Texts or ConfigKind.Outputs => "array",
        ConfigKind.Number => "integer",
        _ => "boolean",
    };
}
