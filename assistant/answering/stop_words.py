"""Words of an English question that say nothing of its subject."""

STOP_EN = frozenset(
    (
        "a an the of in on at to for from by with and or but as is are was were be been being do does did has have "
        "had having what which who whom whose when where why how many much it its this that these those there here i "
        "me my we our you your they them their he she his her not no yes please tell give show list name can could "
        "would should will shall may might about into than then so if any some all each per more most over under also "
        "just only right true said say says according source sources report reported reports between during after "
        "before since until up out off same such other exactly get got make made gave take took come came go went far "
        "long old new kind type information info know let us s t re ve ll d m pls mean means meant called actually "
        "really happen happened number year date day month something anything latter former exist existed exists "
        "already again explain compare compared agree didn doesn isn wasn vs versus while whether yet still ever "
        "never both either well back down across within without around toward towards among although though because "
        "however via regarding concerning whole entire one two three first second third relation relationship related "
        "relate worth value state stated find found hear heard told believe correct confirm wonder wondering "
        "thought remember recall assume assumed impression understood gather hectares acres mu share "
        "proportion percentage besides apart aside precisely "
    ).split()
)
