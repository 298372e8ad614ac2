using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>One of two workers on loopback, started by hand.</summary>
internal static class Worker
{
    /// <summary>Starts our program; without a place it is alone.</summary>
    public static Running Start(string[] arguments, (int Rank, int Port)? place)
    {
        ProcessStartInfo start = new("dotnet", [Running.Program, .. arguments]);
        if (place is var (rank, port))
        {
            start.Environment["RANK"] = rank.ToString(CultureInfo.InvariantCulture);
            start.Environment["WORLD_SIZE"] = "2";
            start.Environment["MASTER_ADDR"] = "127.0.0.1";
            start.Environment["MASTER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        }

        return Running.Start(start);
    }
}
