using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>The API's document is written by hand and held to the program here.</summary>
public partial class OpenApiTests(Models models)
{
    private static readonly JsonSchemaExporterOptions Strict = new() { TreatNullObliviousAsNonNullable = true };

    [Fact]
    public async Task It_describes_exactly_the_routes_there_are()
    {
        using FakeRun run = new(models);
        JsonNode document = await Document(run);
        SortedSet<string> described = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))];
        SortedSet<string> real = [.. run.Server.Endpoints.OfType<RouteEndpoint>().SelectMany(Operations).Where(operation => !IsPage(operation))];
        Assert.Equal(real, described);
    }

    [Fact]
    public async Task Its_schemas_are_those_of_what_is_sent_and_read()
    {
        using FakeRun run = new(models);
        JsonObject schemas = (await Document(run))["components"]!["schemas"]!.AsObject();
        Type[] types = [.. typeof(DashboardJson).GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == "JsonSerializableAttribute").Select(attribute => (Type)attribute.ConstructorArguments[0].Value!).Where(type => !type.IsGenericType)];
        JsonObject real = [.. types.OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => KeyValuePair.Create(type.Name, (JsonNode?)DashboardJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(Strict)))];
        string wanted = Path.Combine(Browser.Pictures, "schemas.json");
        await File.WriteAllTextAsync(wanted, real.ToJsonString(), FakeRun.Cancel);
        Assert.True(JsonNode.DeepEquals(real, schemas), $"components.schemas should be what is in {wanted}");
    }

    [Fact]
    public async Task Every_reference_in_it_leads_somewhere()
    {
        using FakeRun run = new(models);
        JsonNode document = await Document(run);
        foreach (Match reference in References().Matches(document.ToJsonString()))
            Assert.NotNull(document["components"]!["schemas"]![reference.Groups[1].Value]);
    }

    private static async Task<JsonNode> Document(FakeRun run) => JsonNode.Parse(await run.Client.GetStringAsync("/openapi.json", FakeRun.Cancel))!;

    private static IEnumerable<string> Operations(RouteEndpoint route)
    {
        string path = Constraints().Replace(route.RoutePattern.RawText!, "{$1}");
        IReadOnlyList<string> methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        return path.StartsWith('/') ? methods.Where(method => method != "HEAD").Select(method => $"{method} {path}") : []; // the fallback has no path of its own
    }

    private static bool IsPage(string operation) => operation is "GET /" or "GET /login" || operation.EndsWith(".js", StringComparison.Ordinal) || operation.EndsWith(".css", StringComparison.Ordinal) || operation.EndsWith(".svg", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(\w+):[^}]*\}")]
    private static partial Regex Constraints();

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex References();
}
