/* What runs inside Redis, where nobody comes between reading and writing. KEYS[1] is the group's key. Versions are compared
 * as decimal text, since Lua's numbers are floating point. */
#ifndef DG_STORE_REDIS_SCRIPT_H
#define DG_STORE_REDIS_SCRIPT_H

/* ARGV: life in milliseconds (0: for ever), then for each record: expected version ("*": any), field, value.
 * Gives 1 and the new versions, or 0 and those found, when nothing was written. */
static const char dg_redis_put[] =
        "local key, fits, versions = KEYS[1], 1, {}\n"
        "for i = 2, #ARGV, 3 do\n"
        "  local found = redis.call('HGET', key, 'v' .. ARGV[i + 1]) or '0'\n"
        "  if ARGV[i] ~= '*' and ARGV[i] ~= found then fits = 0 end\n"
        "  versions[#versions + 1] = tonumber(found)\n"
        "end\n"
        "if fits == 1 then\n"
        "  for i = 2, #ARGV, 3 do\n"
        "    versions[(i + 1) / 3] = redis.call('HINCRBY', key, 'v' .. ARGV[i + 1], 1)\n"
        "    redis.call('HSET', key, 'd' .. ARGV[i + 1], ARGV[i + 2])\n"
        "  end\n"
        "  if ARGV[1] == '0' then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, ARGV[1]) end\n"
        "  redis.call('PUBLISH', key, '')\n"
        "end\n"
        "table.insert(versions, 1, fits)\n"
        "return versions\n";

/* ARGV: prefix. Gives field, version and value of each record that begins with it. */
static const char dg_redis_list[] = "local key, prefix, records = KEYS[1], 'v' .. ARGV[1], {}\n"
                                    "for _, name in ipairs(redis.call('HKEYS', key)) do\n"
                                    "  if string.sub(name, 1, #prefix) == prefix then\n"
                                    "    local field = string.sub(name, 2)\n"
                                    "    records[#records + 1] = field\n"
                                    "    records[#records + 1] = redis.call('HGET', key, name)\n"
                                    "    records[#records + 1] = redis.call('HGET', key, 'd' .. field)\n"
                                    "  end\n"
                                    "end\n"
                                    "return records\n";

/* A bucket is one number, the time when it will be full; `KEYS[1]` goes by itself then. ARGV: interval and depth, in
 * microseconds. The clock is Redis's own, one for all who ask; where it has gone back the bucket is empty, not more than that.
 * Gives 1 or 0, taken or not, and in how many microseconds it will be full. */
static const char dg_redis_take[] =
        "local key, interval, depth, time = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), redis.call('TIME')\n"
        "local now = tonumber(time[1]) * 1000000 + tonumber(time[2])\n"
        "local full_in = tonumber(redis.call('GET', key) or '0') - now\n"
        "full_in = math.min(math.max(full_in, 0), depth)\n"
        "if full_in + interval > depth then return { 0, full_in } end\n"
        "full_in = full_in + interval\n"
        "redis.call('SET', key, string.format('%.0f', now + full_in), 'PX', math.ceil(full_in / 1000))\n"
        "return { 1, full_in }\n";

#endif
