using System.Text.Json.Serialization;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>Writes answers and reads requests without reflection; a key that is unknown, missing or twice there is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DashboardState))]
[JsonSerializable(typeof(IReadOnlyList<DecisionView>))]
[JsonSerializable(typeof(IReadOnlyList<ActionView>))]
[JsonSerializable(typeof(BudgetRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(ActionView))]
[JsonSerializable(typeof(ReadyView))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class DashboardJson : JsonSerializerContext;

/// <summary>What <c>POST /api/budget</c> takes.</summary>
/// <param name="Share">The share of the profile's rate and capacity, 0.1 to 1.</param>
internal sealed record BudgetRequest(double Share);

/// <summary>What <c>POST /api/profile</c> takes.</summary>
/// <param name="Profile">A name out of the state's <c>profiles</c>.</param>
internal sealed record ProfileRequest(string Profile);

/// <summary>What <c>POST /login</c> takes.</summary>
internal sealed record LoginRequest(string Token);

/// <summary>What <c>/readyz</c> answers.</summary>
/// <param name="Ready">Whether every camera has been answered lately.</param>
/// <param name="Reasons">What is wrong, a line for each camera.</param>
internal sealed record ReadyView(bool Ready, IReadOnlyList<string> Reasons);

/// <summary>Why a request was refused, in one line.</summary>
internal sealed record ProblemView(string Error);
