using System.Reflection;
using SdCom.Edge.Fleet.Broker;

namespace SdCom.Edge.Fleet.Tests.Broker;

public class FleetNamesTests
{
    [Fact]
    public void One_pattern_of_rights_covers_every_name_of_a_fleet() =>
        Assert.All(typeof(FleetNames).GetFields(BindingFlags.Public | BindingFlags.Static),
            name => Assert.StartsWith(FleetNames.Prefix, (string)name.GetRawConstantValue()!, StringComparison.Ordinal));
}
