using SdCom.Edge.Core;
using SdCom.Edge.Training.Distributed;

namespace SdCom.Edge.Training.Tests.Distributed;

public sealed class WorkerPlaceTests
{
    [Fact]
    public void Torchrun_says_it_all()
    {
        WorkerPlace place = Read("RANK=3 WORLD_SIZE=8 LOCAL_RANK=1 LOCAL_WORLD_SIZE=2 MASTER_ADDR=node0 MASTER_PORT=29500 TORCHELASTIC_USE_AGENT_STORE=True TORCHELASTIC_RESTART_COUNT=2")!;
        Assert.Equal((3, 8, "node0", 29500, true, "sdcom/2"), (place.Point.Rank, place.Point.Count, place.Point.Host, place.Point.Port, place.Point.IsServed, place.Point.Prefix));
        Assert.Equal((1, 2), (place.LocalRank, place.LocalCount));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_RANK=1 MASTER_ADDR=node0 MASTER_PORT=29500")]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=4 SLURM_LOCALID=1 MASTER_ADDR=node0 MASTER_PORT=29500")]
    public void Mpirun_and_slurm_only_need_the_meeting_point(string variables)
    {
        WorkerPlace place = Read(variables)!;
        Assert.Equal((1, 4, 1), (place.Point.Rank, place.Point.Count, place.LocalRank));
    }

    [Theory]
    [InlineData("")]
    [InlineData("WORLD_SIZE=1 RANK=0")]
    [InlineData("SLURM_NTASKS=4 SLURM_PROCID=2")] // a shell inside an allocation
    public void One_process_trains_alone(string variables) => Assert.Null(Read(variables));

    [Theory]
    [InlineData("WORLD_SIZE=2", "RANK is not set although WORLD_SIZE is 2; a launcher sets RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT for every process.")]
    [InlineData("WORLD_SIZE=2 RANK=2 MASTER_ADDR=a MASTER_PORT=1", "RANK must be 0 to 1, got 2.")]
    [InlineData("WORLD_SIZE=two", "WORLD_SIZE must be a whole number, got 'two'.")]
    [InlineData("WORLD_SIZE=2 RANK=0 MASTER_PORT=1", "MASTER_ADDR is not set although WORLD_SIZE is 2; a launcher sets RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT for every process.")]
    [InlineData("WORLD_SIZE=2 RANK=0 MASTER_ADDR=a MASTER_PORT=99999", "MASTER_PORT must be 1 to 65535, got 99999.")]
    public void What_is_missing_or_wrong_is_one_line(string variables, string line) =>
        Assert.Equal(line, Assert.Throws<InputException>(() => Read(variables)).Message);

    private static WorkerPlace? Read(string variables)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        return WorkerPlace.FromEnvironment(environment.GetValueOrDefault);
    }
}
