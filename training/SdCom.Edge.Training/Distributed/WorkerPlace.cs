using System.Globalization;
using SdCom.Edge.Bindings;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Distributed;

/// <summary>This process among those that a launcher started, as its environment variables say.</summary>
/// <param name="Point">Where the processes meet.</param>
/// <param name="LocalRank">Which of the processes on this machine, and so which CUDA device.</param>
/// <param name="LocalCount">Processes on this machine.</param>
public sealed record WorkerPlace(MeetingPoint Point, int LocalRank, int LocalCount)
{
    private const string Remedy = "a launcher sets RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT for every process";

    /// <summary>
    /// Reads RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT, as torchrun sets them; with MASTER_ADDR set, Open MPI's and SLURM's own names
    /// for the first three serve as well. Null when nothing asks for more than one process.
    /// </summary>
    /// <param name="variable">The environment, or a test's.</param>
    /// <exception cref="InputException">Some of them are missing or make no sense.</exception>
    public static WorkerPlace? FromEnvironment(Func<string, string?> variable)
    {
        bool launched = variable("MASTER_ADDR") is not null;
        if (Number("WORLD_SIZE", "OMPI_COMM_WORLD_SIZE", "SLURM_NTASKS") is not { } count || count == 1)
            return null;
        if (count < 1)
            throw new InputException($"WORLD_SIZE must be at least 1, got {count}.");
        int rank = Number("RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID") ?? throw new InputException($"RANK is not set although WORLD_SIZE is {count}; {Remedy}.");
        if (rank < 0 || rank >= count)
            throw new InputException($"RANK must be 0 to {count - 1}, got {rank}.");
        string host = variable("MASTER_ADDR") ?? throw new InputException($"MASTER_ADDR is not set although WORLD_SIZE is {count}; {Remedy}.");
        int port = Number("MASTER_PORT") ?? throw new InputException($"MASTER_PORT is not set although WORLD_SIZE is {count}; {Remedy}.");
        if (port is < 1 or > 65535)
            throw new InputException($"MASTER_PORT must be 1 to 65535, got {port}.");
        bool loopback = host == "localhost" || host.StartsWith("127.", StringComparison.Ordinal);

        // torchrun serves the port itself and starts the processes again after a loss, each time under another prefix.
        bool served = variable("TORCHELASTIC_USE_AGENT_STORE") == "True";
        return new WorkerPlace(
            new MeetingPoint { Host = host, Port = port, Rank = rank, Count = count, IsServed = served, Prefix = $"sdcom/{variable("TORCHELASTIC_RESTART_COUNT") ?? "0"}" },
            Number("LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "SLURM_LOCALID") ?? (loopback ? rank : 0),
            Number("LOCAL_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE") ?? (loopback ? count : 1));

        int? Number(string name, params ReadOnlySpan<string> others)
        {
            string? found = name;
            string? text = variable(name);
            foreach (string other in others)
            {
                if (text is null && launched)
                    (found, text) = (other, variable(other));
            }

            if (text is null)
                return null;
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : throw new InputException($"{found} must be a whole number, got '{text}'.");
        }
    }
}
