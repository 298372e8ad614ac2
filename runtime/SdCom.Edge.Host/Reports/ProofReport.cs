using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Host.Reports;

/// <summary>Whether a GPU provider really runs.</summary>
/// <param name="Provider">cuda or tensorrt.</param>
/// <param name="Verdict">runs, slower or fellBack.</param>
/// <param name="Nodes">Nodes of the full-width graph.</param>
/// <param name="OnProvider">Those that the provider ran.</param>
/// <param name="Milliseconds">Median time of that graph.</param>
/// <param name="CpuMilliseconds">The same on the CPU.</param>
internal sealed record ProofReport(string Provider, string Verdict, int Nodes, int OnProvider, double Milliseconds, double CpuMilliseconds)
{
    /// <summary>The report of a proof.</summary>
    public static ProofReport Of(ProviderProof proof) => new(
        proof.Provider,
        proof.Verdict switch { ProviderVerdict.Runs => "runs", ProviderVerdict.Slower => "slower", _ => "fellBack" },
        proof.Nodes,
        proof.OnProvider,
        Figures.Round(proof.Milliseconds),
        Figures.Round(proof.CpuMilliseconds));
}
